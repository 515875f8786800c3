/** The number of samples in a block: 11 ms at 48 kHz, the length of the shortest sounds of speech. */
const blockSize = 512;

/** Returns the root mean square of the loudest block of samples, between 0 and 1. */
export function loudest(samples: Float32Array): number {
  let most = 0;
  for (let start = 0; start < samples.length; start += blockSize) {
    const block = samples.subarray(start, start + blockSize);
    const sum = block.reduce((total, sample) => total + sample * sample, 0);
    most = Math.max(most, sum / block.length);
  }
  return Math.sqrt(most);
}
