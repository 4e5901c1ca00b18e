/** Stands in for a command that is promised but not built: says so in a plain sentence and succeeds. */
const sentences = {
  bench: 'The benchmark does not exist yet.',
  mutate: 'Mutation testing does not exist yet.',
};
console.log(sentences[process.argv[2]] ?? 'This command does not exist yet.');
