/* The frame of the pages before the sign-in, and what only they need. Behind the sign-in the frame is `shell`. */
export { FrontPage } from './FrontPage.tsx';
export { PasswordInput } from './PasswordInput.tsx';
