import { stanza } from '../stanza';
import { acknowledge, IqError, type IqHandler, type IqHandlers } from './handler';

const props: IqHandler = () => [stanza('props', { hash: '1', refresh: '86400' })];

/** The companion is ready for what comes. */
const activate: IqHandler = ({ device }) => {
	device.activate();
	return [];
};

/** The companion logs itself out; nobody waits for the answer. */
const logOut: IqHandler = ({ child }, { registry, unlink }) => {
	const device = registry.deviceOf(child.attrs.jid);
	if (!device || device.id === 0) throw new IqError(404, 'item-not-found');
	unlink(device);
	return [];
};

/** The life of a connection. */
export const session: IqHandlers = {
	'get w:p ping': acknowledge,
	'set passive active': activate,
	'set passive passive': acknowledge,
	'get abt props': props,
	'set urn:xmpp:whatsapp:dirty clean': acknowledge,
	'set md remove-companion-device': logOut,
};
