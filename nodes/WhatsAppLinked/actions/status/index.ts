export { deleteStatus as delete } from './delete.operation';
export * from './getViewers.operation';
export * from './postImage.operation';
export * from './postText.operation';
export * from './postVideo.operation';
export * from './postVoice.operation';
