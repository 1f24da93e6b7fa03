import { bytesOf, childOf, stanza, textOf } from '../stanza';
import { acknowledge, IqError, type IqHandler, type IqHandlers } from './handler';

const setAbout: IqHandler = ({ child, device }) => {
	device.account.about = textOf(child);
	return [];
};

const picture: IqHandler = ({ iq, child }, { registry, media }) => {
	const path = registry.accountOf(iq.attrs.target)?.picturePath;
	if (!path) throw new IqError(404, 'item-not-found');
	return [
		stanza('picture', {
			id: '1',
			type: child.attrs.type,
			url: media.urlOf(path),
			direct_path: path,
		}),
	];
};

const setPicture: IqHandler = ({ iq, device: { account } }, { media, clock }) => {
	const image = childOf(iq, 'picture');
	if (!image) throw new IqError(400, 'bad-request');
	account.picturePath = `/pictures/${account.number}`;
	media.store(account.picturePath, bytesOf(image));
	return [stanza('picture', { id: String(clock.seconds()) })];
};

/** What an account shows of itself. */
export const profile: IqHandlers = {
	'get w:profile:picture picture': picture,
	'set w:profile:picture picture': setPicture,
	'set status status': setAbout,
	'set disappearing_mode disappearing_mode': acknowledge,
};
