import type { Outcome, OutputItem } from '../operation';

/** A deletion is a message, too: its own ID, by which its status is asked for, is told besides. */
export function asDeletion(messageId: string, { output, finish }: Outcome): Outcome {
	const told = ({ json: { messageId: deletionId, ...json } }: OutputItem): OutputItem => ({
		json: { messageId, deletionId, ...json },
	});
	const deleted = (item: OutputItem): OutputItem => ({
		json: { deleted: true, ...told(item).json },
	});
	if (!finish) return { output: output.map(deleted) };
	// What goes along with an error was not deleted.
	return { output: output.map(told), finish: async () => (await finish()).map(deleted) };
}
