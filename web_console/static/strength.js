// Says how long a new password still has to become; the server decides.
const password = document.getElementById("password");
const strength = document.getElementById("strength");

password.addEventListener("input", () => {
  const length = password.value.length;
  const level = length === 0 ? "" : length < password.minLength ? "short" : length < 16 ? "fair" : "strong";
  strength.textContent = level ? strength.dataset[level] : "";
  strength.dataset.level = level;
});
