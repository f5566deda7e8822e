/** The link that this page was opened by: which survey it asks for, where its QR code hung, the code it brings. */

const KEY = /^[A-Za-z0-9_.:-]{1,64}$/;
/** Of a talk that goes on here; or of a member of staff, who is told here what cannot wait. */
const CODE = /^#(c_[0-9A-Z]{8}|staff-[0-9A-Z]{4}-?[0-9A-Z]{4})$/;
/** What asks for a survey that there is not: a link that was not copied in full is answered as one. */
const NO_SURVEY = ".";

/** The code stands after the #, which no server is told: it goes with the first frame alone. */
export function brought() {
  const found = CODE.exec(location.hash);
  return found ? found[1] : "";
}

/** As `hello` takes it. On another website the part after the # is not a link's. */
export function asked(inside) {
  const link = new URLSearchParams(location.search);
  const named = link.get("survey") || "";
  const survey = !named || KEY.test(named) ? named : NO_SURVEY;
  return { survey: (!inside && brought()) || survey, place: link.get("place") || "" };
}
