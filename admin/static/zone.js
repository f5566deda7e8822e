// Times are the organisation's. Where this browser keeps another zone the foot says so, and a time tells by its
// title what it is here.
const foot = document.getElementById("zone");

function told(at, zone) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: zone,
  }).format(at);
}

const now = new Date();
if (foot && told(now, foot.dataset.zone) !== told(now)) {
  foot.hidden = false;
  document.addEventListener("pointerover", (event) => {
    const time = event.target.closest?.("time[datetime]");
    if (time && !time.title) time.title = `${foot.dataset.here} ${told(new Date(time.dateTime))}`;
  });
}
