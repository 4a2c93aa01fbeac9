using ScfAspire.TestKit.Platforms;

[assembly: AssemblyFixture(typeof(PlatformFixture))]
