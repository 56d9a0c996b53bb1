// Chooses how a file goes: straight to storage where the service offers that, else through the service.
import { makeClient } from '../../../api/client';
import { UploadDoorDocument } from '../../../api/generated';
import { s3Sender } from './s3-sender';
import type { Sender, SenderEvents, Sending } from './sender';
import { tusSender } from './tus-sender';

const ASK_AGAIN_MS = 3000;

/** A sender for one file. It asks once which way is open, and goes on asking while the line is away. */
export function pickSender(sending: Sending, events: SenderEvents): Sender {
  let chosen: Sender | null = null;
  let turn = 0;
  const begin = async (mine: number) => {
    while (mine === turn && !chosen) {
      const { data } = await makeClient().query(UploadDoorDocument, {}, { requestPolicy: 'network-only' }).toPromise();
      if (mine !== turn) return;
      if (data) chosen = (data.uploadBounds.direct ? s3Sender : tusSender)(sending, events);
      else {
        events.onWaiting();
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    }
    if (mine === turn) chosen?.start();
  };
  return {
    start: () => void begin(++turn),
    stop: async () => {
      turn += 1;
      await chosen?.stop();
    },
  };
}
