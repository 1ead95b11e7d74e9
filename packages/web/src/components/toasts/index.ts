/* Short notices at the foot of the page. What a person must decide is a dialog, not a toast. */
export { showToast, type Toast, type ToastTone } from './store.ts';
export { Toaster } from './Toaster.tsx';
