// Line icons on a 20 x 20 grid, drawn for this page.

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.500 14M3.500 7.500h13.500M3 12.500h13.500",
  lock: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
  connect: "M3.500 10a4 4 0 0 1 7-2.600L13 10l-2.500 2.600A4 4 0 0 1 3.500 10zM16.500 10a4 4 0 0 1-4 4M12.500 6a4 4 0 0 1 4 4",
  home: "M3 9.500 10 4l7 5.500V17h-4.500v-4.500h-5V17H3z",
  plus: "M10 4v12M4 10h12",
  bolt: "M11 2.500 4.500 11.500H9.500L9 17.500 15.500 8.500H10.500z",
  smile: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM7 12c.8 1.200 1.800 1.800 3 1.800s2.200-.6 3-1.800M7.500 8v.2M12.500 8v.2",
  reply: "M3.500 4.500h13v9H10l-4 3v-3H3.500zM7 8h6M7 10.500h4",
  dots: "M4.500 10v.01M10 10v.01M15.500 10v.01",
  edit: "M4 16l.8-3.200L13.500 4 16 6.500 7.200 15.200z",
  trash: "M4 6h12M8 6V4h4v2M5.500 6l.8 11h7.400l.8-11",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.500 6.500 10l5.500 5.500",
  send: "M3.500 3.500 17 10 3.500 16.500 5.500 10zM5.500 10H11",
  clock: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 6v4.200l2.800 1.800",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  menu: "M3.500 5.500h13M3.500 10h13M3.500 14.500h13",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.500 13.500 17 17",
  down: "M5.500 8l4.500 4.500L14.500 8",
  right: "M8 5.500l4.500 4.500L8 14.500",
  left: "M12 5.500 7.500 10l4.500 4.500",
  check: "M4 10.500l4 4L16.500 6",
  inspect: "M3 5.500h14v9H3zM3 8.500h14M6 11.500h3M11.500 11.500H14",
  people: "M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c.4-3 2.500-4.500 5.500-4.500s5.100 1.500 5.500 4.500M13 9.500a2.500 2.500 0 0 0 0-5M15 12.300c1.800.6 2.800 2 3 4.200",
  calendar: "M3.500 5h13v12h-13zM3.500 8.500h13M7 3v3.500M13 3v3.500",
  file: "M5 2.500h6.500L15.500 6.500V17.500h-10.500zM11 2.500V7h4.500",
  clip: "M14.500 9.500l-5.300 5.300a3.200 3.200 0 0 1-4.500-4.500l6-6a2.200 2.200 0 0 1 3.100 3.100l-5.800 5.800a1 1 0 0 1-1.500-1.500L11.500 6.700",
  warn: "M10 3 18 16.500H2zM10 8v4M10 14.300v.1",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM13 10v1.200a2 2 0 0 0 4 0V10a7 7 0 1 0-3 5.700",
  pin: "M10 8.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10 8.500v9M6.500 17.500h7",
  archive: "M3 4h14v3.500H3zM4.500 7.500V16h11V7.500M8 10.500h4",
  leave: "M8 3.500H4v13h4M12 6.500 15.500 10 12 13.500M15 10H7.500",
  arrowDown: "M10 4v12M5 11l5 5 5-5",
  link: "M8.500 11.500a3 3 0 0 0 4.300 0l2.800-2.800a3 3 0 0 0-4.300-4.300L10 5.700M11.500 8.500a3 3 0 0 0-4.300 0l-2.800 2.800a3 3 0 0 0 4.300 4.300L10 14.300",
};
const NS = "http://www.w3.org/2000/svg";

/** An icon by name; it is decoration, so its button or text carries the label. */
export function icon(name) {
  const node = document.createElementNS(NS, "svg");
  node.setAttribute("class", "icon");
  node.setAttribute("viewBox", "0 0 20 20");
  node.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.dots);
  if (name === "dots") path.setAttribute("stroke-width", "2.6");
  node.append(path);
  return node;
}
