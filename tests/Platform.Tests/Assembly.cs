using ScfAspire.TestKit.Platforms;

// Every test here drives whole platforms on the machine's few cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PlatformFixture))]
