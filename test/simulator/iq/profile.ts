import { type Picture, storePicture } from '../picture';
import { changeGroupPicture, changeOwnPicture } from '../picture-changes';
import { allows } from '../privacy';
import { bytesOf, notification, stanza, textOf } from '../stanza';
import { groupForEditor } from './group-access';
import { type IqContext, IqError, type IqHandler, type IqHandlers, type Query } from './handler';

/** Its other devices are told that there is something to look up. */
const setAbout: IqHandler = ({ child, device }, { clock }) => {
	const { account } = device;
	account.about = textOf(child);
	const news = stanza('status');
	account.broadcast(
		notification('account_sync', account.jid('pn'), clock.seconds(), [news]),
		device,
	);
	return [];
};

const picture: IqHandler = ({ iq, child, device }, { registry, groups, media }) => {
	const owner = groups.find(iq.attrs.target) ?? registry.accountOf(iq.attrs.target);
	if (
		owner &&
		'privacy' in owner &&
		owner !== device.account &&
		!allows(owner, 'profile', device.account)
	) {
		throw new IqError(401, 'not-authorized');
	}
	if (!owner?.picture) throw new IqError(404, 'item-not-found');
	const { id, path } = owner.picture;
	const { type } = child.attrs;
	return [stanza('picture', { id, type, url: media.urlOf(path), direct_path: path })];
};

const setPicture: IqHandler = (query, context) => {
	const jpeg = bytesOf(query.child);
	// The beginning of every JPEG.
	if (jpeg.readUInt16BE() !== 0xffd8) throw new IqError(406, 'not-acceptable');
	const stored = storePicture(context.media, jpeg);
	showPicture(query, stored, context);
	return [stanza('picture', { id: stored.id })];
};

const removePicture: IqHandler = (query, context) => {
	showPicture(query, undefined, context);
	return [];
};

/** Of the group that is the target; without one, of whoever asks. */
function showPicture(query: Query, shown: Picture | undefined, context: IqContext): void {
	const { iq, device } = query;
	const { clock } = context;
	if (iq.attrs.target === undefined) changeOwnPicture(device.account, shown, clock, device);
	else changeGroupPicture(groupForEditor(query, context), shown, clock, device);
}

/** What an account shows of itself, and the pictures of groups. */
export const profile: IqHandlers = {
	'get w:profile:picture picture': picture,
	'set w:profile:picture picture': setPicture,
	// Nothing instead of a picture.
	'set w:profile:picture': removePicture,
	'set status status': setAbout,
};
