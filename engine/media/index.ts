/** Files of messages: taken in, converted, sealed, uploaded; and opened again. */
export { WIRE_TYPE } from './kinds';
export { createMedia, type Media } from './media';
export { largerThan } from './media-host';
