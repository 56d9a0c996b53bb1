// `npm start`: from a fresh clone to a running Vitrina with a demo shop. Runs on the host's Node until ours is installed.
import { installMissing, ourNode, nodeIsNewEnough, hostNodeSuffices } from './start/install.mjs';
import { hold } from './start/reexec.mjs';
import { complain } from './start/say.mjs';

try {
  hostNodeSuffices();
  await installMissing();
  if (nodeIsNewEnough()) {
    const { main } = await import('./start/main.mjs');
    await main(process.argv.slice(2));
  } else {
    process.exitCode = await hold(ourNode(), process.argv.slice(1));
  }
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
