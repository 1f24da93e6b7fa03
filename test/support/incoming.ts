import type { IncomingLocation, IncomingMedia } from '../../engine/gateway/contract';

/** Messages that say nothing, to be filled by tests. */

export const FILE: IncomingMedia = {
	mimetype: 'x/y',
	fileName: null,
	size: 7,
	seconds: null,
	width: null,
	height: null,
	pages: null,
	animated: false,
	sha256: null,
};

export const NOWHERE: IncomingLocation = {
	latitude: null,
	longitude: null,
	name: null,
	address: null,
	url: null,
	accuracyMeters: null,
	speed: null,
	heading: null,
};
