/** Files of messages: taken in, converted, sealed, uploaded; and opened again. */
export { fileNameFor } from './file-name';
export { WIRE_TYPE } from './kinds';
export { createMedia, type Media } from './media';
export { largerThan } from './media-host';
