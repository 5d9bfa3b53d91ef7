// Draws Adaptive Cards in a page, about as Teams does: its colours and sizes, in light and in dark. What Teams knows beyond
// version 1.5 is not drawn here, so that this shows what each other host shows.
const looks = {
  light: {
    page: "#f5f5f5", card: "#ffffff", edge: "#e0e0e0", line: "#d1d1d1", button: "#ffffff",
    text: "#242424", subtle: "#616161", accent: "#5b5fc7", good: "#237b4b", warning: "#835c00", attention: "#c4314b",
    bands: { emphasis: "#f5f5f5", accent: "#e8ebfa", good: "#e7f2da", warning: "#fbf6d9", attention: "#fcf4f6" },
  },
  dark: {
    page: "#1f1f1f", card: "#292929", edge: "#3d3d3d", line: "#666666", button: "#292929",
    text: "#ffffff", subtle: "#adadad", accent: "#9299f7", good: "#92c353", warning: "#f8d22a", attention: "#f9526b",
    bands: { emphasis: "#1f1f1f", accent: "#2f2f4a", good: "#233a1b", warning: "#463a0c", attention: "#461e26" },
  },
};

function hostConfig(look) {
  const colour = (name) => ({ default: look[name], subtle: name === "text" ? look.subtle : look[name] });
  const foregroundColors = Object.fromEntries(
    [["default", "text"], ["dark", "text"], ["light", "text"], ["accent", "accent"], ["good", "good"], ["warning", "warning"], ["attention", "attention"]]
      .map(([to, from]) => [to, colour(from)]));
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors, borderColor: look.line });
  return {
    fontFamily: "'Segoe UI', 'Liberation Sans', sans-serif",
    fontTypes: {
      default: { fontFamily: "'Segoe UI', 'Liberation Sans', sans-serif" },
      monospace: { fontFamily: "Consolas, 'DejaVu Sans Mono', monospace", fontSizes: { small: 11, default: 12, medium: 14, large: 16, extraLarge: 20 } },
    },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
    supportsInteractivity: true,
    actions: { maxActions: 6, buttonSpacing: 8, actionAlignment: "left", actionsOrientation: "horizontal", spacing: "default" },
    inputs: { label: { inputSpacing: "small", requiredInputs: { size: "small" }, optionalInputs: { size: "small" } } },
    containerStyles: {
      default: style(look.card),
      ...Object.fromEntries(Object.entries(look.bands).map(([name, band]) => [name, style(band)])),
    },
  };
}

// Page styles that no host config can say: buttons, inputs, the card's edge.
function pageStyle(look) {
  return `
    body { margin: 0; padding: 12px; zoom: 0.9; background: ${look.page}; color: ${look.text}; font: 14px 'Segoe UI', 'Liberation Sans', sans-serif; }
    #card { border: 1px solid ${look.edge}; border-radius: 4px; overflow: hidden; }
    .ac-textRun, .ac-pushButton { overflow-wrap: anywhere; }
    .ac-pushButton { border: 1px solid ${look.line}; border-radius: 4px; background: ${look.button}; color: ${look.text};
      font: 600 14px 'Segoe UI', 'Liberation Sans', sans-serif; padding: 5px 12px; }
    .ac-pushButton.style-positive { border-color: #5b5fc7; background: #5b5fc7; color: #fff; }
    .ac-pushButton.style-destructive { border-color: #c4314b; background: #c4314b; color: #fff; }
    .ac-input { box-sizing: border-box; width: 100%; border: 1px solid ${look.line}; border-radius: 4px; padding: 5px 8px;
      background: ${look.page}; color: ${look.text}; font: 14px 'Segoe UI', 'Liberation Sans', sans-serif; }`;
}

// Returns what the renderer had to say; shows the card.
window.drawCard = (json, lookName) => {
  const look = looks[lookName];
  const style = document.createElement("style");
  style.textContent = pageStyle(look);
  const place = document.createElement("div");
  place.id = "card";
  document.head.querySelector("style")?.remove();
  document.head.append(style);
  document.body.replaceChildren(place);
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(look));
  const context = new AdaptiveCards.SerializationContext();
  card.parse(json, context);
  place.append(card.render());
  const problems = [...Array(context.eventCount).keys()].map((i) => context.getEventAt(i).message);
  return [...problems, ...card.validateProperties().validationEvents.map((event) => event.message)];
};
