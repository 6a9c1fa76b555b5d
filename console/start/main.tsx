import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followTheme } from '../theme/theme.ts';
import { language } from '../words/language.ts';
import { speak } from '../words/say.ts';
import { Start } from './start.tsx';
import './start.css';

followTheme();
language.onChange(() => void speak(language.read()));
await speak(language.read());
const place = document.querySelector('#console');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <Start />
    </StrictMode>,
  );
}
