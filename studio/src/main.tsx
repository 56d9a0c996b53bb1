// Starts the studio in the page.
import '@fontsource-variable/onest';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/styles/base.css';
import './ui/styles/shell.css';
import './ui/styles/pieces.css';
import './ui/styles/tables.css';
import './ui/styles/work.css';
import './ui/styles/details.css';
import './ui/styles/captions.css';
import './ui/styles/likeness.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startLanguages } from './i18n';

await startLanguages();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(<App />);
