import type { CommandName } from '../gateway/contract';
import { business } from './business/index';
import { call } from './call/index';
import { channel } from './channel/index';
import { chat } from './chat/index';
import { collection } from './collection/index';
import { community } from './community/index';
import { contact } from './contact/index';
import { conversation } from './conversation/index';
import { group } from './group/index';
import { label } from './label/index';
import { discard } from './media/discard';
import { find } from './message/find';
import { deleteForMe } from './message/delete-for-me';
import { markRead } from './message/mark-read';
import { send } from './message/send';
import { star } from './message/star';
import { status as messageStatus } from './message/status';
import { wait } from './message/wait';
import { order } from './order/index';
import { picture } from './picture/index';
import { privacy } from './privacy/index';
import { product } from './product/index';
import { profile } from './profile/index';
import { question } from './question/index';
import { clear, deleteOne } from './queue/delete';
import { editTime } from './queue/edit-time';
import { getMany } from './queue/get-many';
import { pause, resume } from './queue/pause';
import { statistics } from './queue/statistics';
import { check } from './session/check';
import { device } from './session/device';
import type { Run } from './run';
import { forget } from './session/forget';
import { linkByCode, linkByQr } from './session/link';
import { logOut } from './session/log-out';
import { reconnect, restart } from './session/reconnect';
import { status as sessionStatus } from './session/status';
import { status } from './status/index';

/** What each command of the door does. */
export const commands: { readonly [C in CommandName]: Run<C> } = {
	'session.status': sessionStatus,
	'session.check': check,
	'session.linkByCode': linkByCode,
	'session.linkByQr': linkByQr,
	'session.logOut': logOut,
	'session.device': device,
	'session.reconnect': reconnect,
	'session.restart': restart,
	'session.forget': forget,
	'message.send': send,
	'message.find': find,
	'message.wait': wait,
	'message.status': messageStatus,
	'message.star': star,
	'message.deleteForMe': deleteForMe,
	'message.markRead': markRead,
	'media.discard': discard,
	...business,
	...call,
	...channel,
	...chat,
	...group,
	...community,
	...contact,
	...conversation,
	...label,
	...profile,
	...privacy,
	...picture,
	...product,
	...order,
	...collection,
	...status,
	...question,
	'queue.getMany': getMany,
	'queue.statistics': statistics,
	'queue.pause': pause,
	'queue.resume': resume,
	'queue.editTime': editTime,
	'queue.delete': deleteOne,
	'queue.clear': clear,
};
