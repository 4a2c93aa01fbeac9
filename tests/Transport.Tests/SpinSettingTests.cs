using Microsoft.Extensions.Configuration;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Transport.Tests;

public class SpinSettingTests
{
    [Fact]
    public void Read_SingleCoreOrNot_HonoursTheValue() =>
        Assert.Equal(Environment.ProcessorCount > 1 ? TimeSpan.FromMicroseconds(40) : TimeSpan.Zero, SpinSetting.Read(With("40")));

    [Fact]
    public void Read_Zero_IsNever() => Assert.Equal(TimeSpan.Zero, SpinSetting.Read(With("0")));

    [Theory]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("fast")]
    [InlineData("1.5")]
    public void Read_OtherText_IsRefusedWithItsRange(string value)
    {
        var refused = Assert.Throws<ConfigurationException>(() => SpinSetting.Read(With(value)));
        Assert.Contains("from 0 to 1000", refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration With(string value) => new ConfigurationBuilder().AddInMemoryCollection([new(SpinSetting.Key, value)]).Build();
}
