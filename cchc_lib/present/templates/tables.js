"use strict";
(() => {
  const box = document.getElementById("search");
  if (!box || !window.DataTable) return;
  const composed = (text) => text.normalize("NFC").toLowerCase();
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  let words = [];
  const isWanted = ([marked, bare]) =>
    words.every((word) => (plain(word) === word ? bare : marked).includes(word));
  const tr = (text) => (window.cchcWords || {})[text] || text;
  const language = {
    zeroRecords: tr("Không có dòng nào khớp."),
    emptyTable: tr("Không có dòng nào."),
    aria: {
      orderable: tr(": bấm để sắp xếp"),
      orderableReverse: tr(": bấm để đảo thứ tự"),
      orderableRemove: tr(": bấm để về thứ tự ban đầu"),
    },
  };
  const layout = { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null };
  const options = { paging: false, info: false, autoWidth: false, order: [], layout, language };
  const tables = [...document.querySelectorAll("table.cchc-sortable")].map((element) => {
    const texts = [...element.tBodies[0].rows].map((row) => {
      const text = composed([...row.cells].map((cell) => cell.innerText).join(" "));
      return [text, plain(text)];
    });
    const table = new DataTable(element, options);
    table.search.fixed("words", (_text, _data, row) => isWanted(texts[row]));
    return { section: element.closest(".cchc-group"), table };
  });
  const told = document.getElementById("found");
  box.closest(".cchc-search").hidden = false;
  box.addEventListener("input", () => {
    words = composed(box.value).split(/\s+/).filter(Boolean);
    let shown = 0, all = 0;
    for (const { section, table } of tables) {
      table.draw();
      const own = table.rows({ search: "applied" }).count();
      if (section) section.hidden = own === 0;
      shown += own;
      all += table.rows().count();
    }
    const found = tr("Thấy {shown} trong {all} dòng.").replace("{shown}", shown);
    told.textContent = words.length ? found.replace("{all}", all) : "";
  });
})();
