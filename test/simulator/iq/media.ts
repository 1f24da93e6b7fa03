import { stanza } from '../stanza';
import type { IqHandlers } from './handler';

/** Where to upload to, and with which authorisation. */
export const mediaConnection: IqHandlers = {
	'set w:m media_conn': (_query, { media }) => [
		stanza('media_conn', { auth: media.authorisation, ttl: '3600', auth_ttl: '3600' }, [
			stanza('host', { hostname: media.host }),
		]),
	],
};
