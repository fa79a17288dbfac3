import { Generator } from './generator.js';
import { paint } from './picture.js';

const SLIDERS = 8;
const SIDE = 4;
const element = (id) => document.getElementById(id);

/** Shows one line: what the page is doing, or why it cannot. */
function say(text) {
  element('status').textContent = text;
}

/** Runs an action of the user's; a failure becomes one line. */
async function attempt(action) {
  try {
    await action();
    say('');
  } catch (e) {
    say(`The model cannot draw: ${e.message}`);
  }
}

class Page {
  constructor(generator) {
    this.generator = generator;
    this.latent = generator.randomLatents(1);
    this.sliders = [];
  }

  start() {
    const { metadata } = this.generator;
    element('title').textContent = `${metadata.family} ${metadata.task}`;
    this.addLabels();
    this.addSliders();
    element('draw').addEventListener('click', () => attempt(() => this.drawAnother()));
    element('drawGrid').addEventListener('click', () => attempt(() => this.drawGrid()));
    element('label').addEventListener('change', () => attempt(() => this.drawAll()));
    element('controls').hidden = false;
    return this.drawAll();
  }

  addLabels() {
    const { labels } = this.generator;
    element('labelField').hidden = labels.length === 0;
    labels.forEach((name, index) => element('label').append(new Option(name, index)));
  }

  addSliders() {
    for (let i = 0; i < Math.min(SLIDERS, this.latent.length); i++) {
      const slider = document.createElement('input');
      Object.assign(slider, { type: 'range', min: -3, max: 3, step: 0.05, value: this.latent[i] });
      slider.setAttribute('aria-label', `Number ${i + 1} of the latent`);
      slider.addEventListener('input', () => {
        this.latent[i] = slider.valueAsNumber;
        attempt(() => this.draw());
      });
      this.sliders.push(slider);
      element('sliders').append(slider);
    }
  }

  label() {
    return Number(element('label').value || 0);
  }

  async drawAll() {
    await this.draw();
    await this.drawGrid();
  }

  async drawAnother() {
    this.latent = this.generator.randomLatents(1);
    this.sliders.forEach((slider, i) => { slider.value = this.latent[i]; });
    await this.draw();
  }

  async draw() {
    const pixels = await this.generator.draw(this.latent, [this.label()]);
    paint(element('picture'), pixels, this.generator.shape, 1);
    element('save').href = element('picture').toDataURL('image/png');
  }

  async drawGrid() {
    const count = SIDE * SIDE;
    const labels = new Array(count).fill(this.label());
    const pixels = await this.generator.draw(this.generator.randomLatents(count), labels);
    paint(element('grid'), pixels, this.generator.shape, SIDE);
  }
}

try {
  say('Loading the model …');
  const generator = await Generator.load();
  await new Page(generator).start();
  say('');
} catch (e) {
  say(`The page cannot start: ${e.message}`);
}
