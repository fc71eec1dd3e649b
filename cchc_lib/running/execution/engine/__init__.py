"""The papermill engine of the project: cells executed without a kernel."""
