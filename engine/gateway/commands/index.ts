import { businessCommands } from './business';
import { callCommands } from './call';
import { channelCommands } from './channel';
import { chatCommands } from './chat';
import { collectionCommands } from './collection';
import { communityCommands } from './community';
import { contactCommands } from './contact';
import { conversationCommands } from './conversation';
import { groupCommands } from './group';
import { labelCommands } from './label';
import { mediaCommands } from './media';
import { messageCommands } from './message';
import { orderCommands } from './order';
import { pictureCommands } from './picture';
import { privacyCommands } from './privacy';
import { productCommands } from './product';
import { profileCommands } from './profile';
import { questionCommands } from './question';
import { queueCommands } from './queue';
import { sessionCommands } from './session';
import { statusCommands } from './status';

/** Every command that the engine takes. A resource adds its file here. */
export const COMMANDS = {
	...sessionCommands,
	...messageCommands,
	...mediaCommands,
	...businessCommands,
	...callCommands,
	...channelCommands,
	...chatCommands,
	...groupCommands,
	...communityCommands,
	...contactCommands,
	...conversationCommands,
	...labelCommands,
	...privacyCommands,
	...profileCommands,
	...pictureCommands,
	...productCommands,
	...orderCommands,
	...collectionCommands,
	...questionCommands,
	...queueCommands,
	...statusCommands,
};
export type Commands = typeof COMMANDS;
export type CommandName = keyof Commands;
