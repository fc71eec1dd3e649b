"use strict";
(() => {
  const box = document.getElementById("search");
  if (!box || !window.DataTable) return;
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D");
  DataTable.util.diacritics((text, withMarks) => {
    if (typeof text !== "string") return text;
    const bare = plain(text);
    return withMarks && bare !== text ? `${text} ${bare}` : bare;
  });
  const language = {
    zeroRecords: "Không có dòng nào khớp.",
    emptyTable: "Không có dòng nào.",
    aria: { orderable: ": bấm để sắp xếp", orderableReverse: ": bấm để đảo thứ tự", orderableRemove: ": bấm để về thứ tự ban đầu" },
  };
  const layout = { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null };
  const tables = [...document.querySelectorAll("table.cchc-sortable")].map((element) => ({
    section: element.closest(".cchc-group"),
    table: new DataTable(element, { paging: false, info: false, autoWidth: false, order: [], layout, language }),
  }));
  const told = document.getElementById("found");
  box.closest(".cchc-search").hidden = false;
  box.addEventListener("input", () => {
    const wanted = box.value.normalize("NFC");
    let shown = 0, all = 0;
    for (const { section, table } of tables) {
      table.search(wanted).draw();
      const own = table.rows({ search: "applied" }).count();
      if (section) section.hidden = own === 0;
      shown += own;
      all += table.rows().count();
    }
    told.textContent = wanted ? `Thấy ${shown} trong ${all} dòng.` : "";
  });
})();
