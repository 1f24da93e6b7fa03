import { IqError, type IqHandler, type IqHandlers } from './handler';

/** Somebody accepts terms of WhatsApp's (whatsmeow, AcceptTOSNotice). */
const accept: IqHandler = ({ child, device }) => {
	const { id, stage } = child.attrs;
	if (!id || !stage) throw new IqError(400, 'bad-request');
	device.account.acceptedTerms.add(id);
	return [];
};

export const terms: IqHandlers = { 'set tos notice': accept };
