/** The model, as ONNX Runtime Web runs it. */
export class Generator {
  /** Loads the runtime and the model; both lie beside this page. */
  static async load() {
    const metadata = await (await get('model/metadata.json')).json();
    const model = await (await get('model/model.onnx')).arrayBuffer();
    const ort = await import('./ort/ort.js').catch(() => {
      throw new Error('ort/ort.js cannot be loaded: is the server still there?');
    });
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = { wasm: new URL('ort/ort-wasm-simd-threaded.wasm', document.baseURI).href };
    const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
    return new Generator(ort, session, metadata);
  }

  constructor(ort, session, metadata) {
    this.ort = ort;
    this.session = session;
    this.metadata = metadata;
    this.labels = JSON.parse(metadata.labels ?? '[]');
    this.latentSize = Number(metadata.latent_size);
    this.shape = {
      channels: Number(metadata.channels),
      height: Number(metadata.height),
      width: Number(metadata.width),
    };
    // A session runs one request at a time.
    this.last = Promise.resolve();
  }

  /** Latents from the standard normal distribution, one behind the other. */
  randomLatents(count) {
    return Float32Array.from({ length: count * this.latentSize }, () => {
      const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
      return radius * Math.cos(2 * Math.PI * Math.random());
    });
  }

  /** One image per latent: pixels from 0 to 255, channels first. */
  draw(latents, labels) {
    const request = this.last.then(() => this.run(Float32Array.from(latents), labels));
    this.last = request.catch(() => {});
    return request;
  }

  async run(latents, labels) {
    const count = latents.length / this.latentSize;
    const inputs = { z: new this.ort.Tensor('float32', latents, [count, this.latentSize]) };
    if (this.labels.length > 0) {
      labels.forEach((label) => this.requireLabel(label));
      inputs.label = new this.ort.Tensor('int64', BigInt64Array.from(labels, BigInt), [count]);
    }
    const { image } = await this.session.run(inputs);
    const min = Number(this.metadata.pixel_min);
    const max = Number(this.metadata.pixel_max);
    return Uint8ClampedArray.from(image.data, (value) => ((value - min) / (max - min)) * 255);
  }

  requireLabel(label) {
    if (!Number.isInteger(label) || label < 0 || label >= this.labels.length) {
      throw new Error(`label ${label} does not exist: choose 0 to ${this.labels.length - 1}`);
    }
  }
}

async function get(path) {
  const answer = await fetch(path).catch(() => {
    throw new Error(`${path} cannot be loaded: is the server still there?`);
  });
  if (!answer.ok) {
    throw new Error(`${path} cannot be loaded: the server answers ${answer.status}`);
  }
  return answer;
}
