/** Elements. Text goes in as text only: nothing that anybody wrote is ever read as HTML. */

export function element(name, attributes, children) {
  const made = document.createElement(name);
  Object.keys(attributes || {}).forEach((key) => made.setAttribute(key, attributes[key]));
  (children || []).forEach((child) => made.append(child));
  return made;
}

export function drawing(viewBox, paths) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("viewBox", viewBox);
  made.setAttribute("aria-hidden", "true");
  paths.forEach((d) => {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    made.append(path);
  });
  return made;
}

const ADDRESS = /https?:\/\/[^\s<>"'“”‘’，。；：、！？（）【】《》]+/g;

/** The text in pieces, web addresses as links (http and https alone). */
export function linked(text) {
  const pieces = [];
  let end = 0;
  text.replace(ADDRESS, (address, start) => {
    pieces.push(text.slice(end, start), element(
      "a", { href: address, target: "_blank", rel: "noopener noreferrer" }, [address],
    ));
    end = start + address.length;
    return address;
  });
  return pieces.concat([text.slice(end)]);
}
