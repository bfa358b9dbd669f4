// On a phone the row of pages scrolls: the page one is on stands in its middle.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
