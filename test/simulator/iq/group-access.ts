import type { Group } from '../groups';
import { type IqContext, IqError, type Query } from './handler';

export const NOT_ADMIN = () => new IqError(401, 'not-authorized');
const NOT_A_MEMBER = () => new IqError(403, 'forbidden');
export const NO_SUCH_GROUP = () => new IqError(404, 'item-not-found');

/** The group a query is about, for its members only. */
export function groupFor({ iq, device }: Query, { groups }: IqContext): Group {
	const group = groups.find(iq.attrs.target ?? iq.attrs.to);
	if (!group) throw NO_SUCH_GROUP();
	if (!group.isMember(device.account)) throw NOT_A_MEMBER();
	return group;
}

export function groupForAdmin(query: Query, context: IqContext): Group {
	const group = groupFor(query, context);
	if (!group.isAdmin(query.device.account)) throw NOT_ADMIN();
	return group;
}

/** For what every member may change unless the group is locked. */
export function groupForEditor(query: Query, context: IqContext): Group {
	const group = groupFor(query, context);
	return group.locked ? groupForAdmin(query, context) : group;
}
