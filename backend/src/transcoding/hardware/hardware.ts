// Prepares with the hardware encoder where one is named, and once more in software when that does not work out.
import { prepareVideo, type PrepareOptions, type Prepared } from '../pipeline.js';
import { hardwareArguments, type HardwareEncoder } from './encoder.rules.js';
import { Workshop, type WorkOrder } from '../running/workshop.js';

/** What a graphics processor needs to be seen inside the box; what is not there is left out. */
const DEVICES = ['/dev/dri', '/dev/nvidia0', '/dev/nvidiactl', '/dev/nvidia-uvm', '/sys/dev/char', '/sys/devices'];

/** The same programs and fences, with the devices inside and H.264 made by them. */
class HardwareWorkshop extends Workshop {
  constructor(
    workshop: Workshop,
    private readonly encoder: HardwareEncoder,
  ) {
    super(workshop.binaries, workshop.jail);
  }

  override ffmpeg(args: readonly string[], order: WorkOrder) {
    const mapped = hardwareArguments(args, this.encoder);
    return super.ffmpeg(mapped, mapped === args ? order : { ...order, devices: DEVICES });
  }
}

/**
 * `prepareVideo`, by `encoder` first where one is given. What the hardware made is judged like everything else; when it
 * fails at its start, in the middle or in our verification, `say` hears why and the video is made again in software.
 * Only what was refused before anything was encoded stays refused.
 */
export async function prepareByHardware(
  options: PrepareOptions,
  encoder: HardwareEncoder | undefined,
  say: (line: string) => void,
): Promise<Prepared> {
  if (!encoder) return prepareVideo(options);
  let why: string;
  try {
    const made = await prepareVideo({ ...options, workshop: new HardwareWorkshop(options.workshop, encoder) });
    if (made.status === 'published' || made.timingsMs['encode'] === undefined) return made;
    why = made.detail;
  } catch (error) {
    options.signal?.throwIfAborted();
    why = error instanceof Error ? error.message : String(error);
  }
  say(`${encoder} did not work, once more in software: ${why.trim().slice(-600)}`);
  return prepareVideo(options);
}
