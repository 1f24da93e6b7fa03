import type { proto } from '@whiskeysockets/baileys';
import type { IncomingLocation } from '../../gateway/contract';
import type { Read } from './reader';
import { amount, words } from './values';

type LocationFields = proto.Message.ILocationMessage & proto.Message.ILiveLocationMessage;

export function locationOf(body: LocationFields): IncomingLocation {
	return {
		latitude: body.degreesLatitude ?? null,
		longitude: body.degreesLongitude ?? null,
		name: words(body.name),
		address: words(body.address),
		url: words(body.url),
		accuracyMeters: amount(body.accuracyInMeters),
		speed: amount(body.speedInMps),
		heading: amount(body.degreesClockwiseFromMagneticNorth),
	};
}

export function location(body: proto.Message.ILocationMessage): Read {
	return {
		type: body.isLive ? 'liveLocation' : 'location',
		text: words(body.comment),
		location: locationOf(body),
	};
}

export function liveLocation(body: proto.Message.ILiveLocationMessage): Read {
	return { type: 'liveLocation', text: words(body.caption), location: locationOf(body) };
}
