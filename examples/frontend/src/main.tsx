import { configureBonghwa } from 'bonghwa';
import { createRoot } from 'react-dom/client';
import outputs from '../amplify_outputs.json';
import { App } from './app';

configureBonghwa(outputs);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(<App />);
