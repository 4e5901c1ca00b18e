// Source and build are ES modules; only the tests are transformed, to CommonJS, which keeps memory flat and jest.mock working.
const swc = (parser) => [
  '@swc/jest',
  {
    jsc: { parser, target: 'es2023' },
    // 'node': a default import means what it means in Node itself.
    module: { type: 'commonjs', importInterop: 'node' },
    sourceMaps: 'inline',
  },
];

export default {
  testEnvironment: 'node',
  // src is a root too, otherwise watch mode does not notice changes there.
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.tsx?$': swc({ syntax: 'typescript', tsx: true }),
    '/node_modules/jose/.+\\.js$': swc({ syntax: 'ecmascript' }),
  },
  // jose is ES modules only and jest cannot require() those.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  testTimeout: process.env.DEEP ? 600_000 : 30_000,
  maxWorkers: 2,
};
