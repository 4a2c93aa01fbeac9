using ScfAspire.Core.Functions;

namespace ScfAspire.Core.Tests.Functions;

public sealed class FunctionTransitionsTests
{
    [Theory]
    [InlineData(FunctionStatus.Active, true, true, true)]
    [InlineData(FunctionStatus.Creating, false, false, false)]
    [InlineData(FunctionStatus.CreateFailed, false, false, true)]
    [InlineData(FunctionStatus.Updating, false, false, false)]
    [InlineData(FunctionStatus.UpdateFailed, true, false, true)]
    [InlineData(FunctionStatus.Publishing, false, false, false)]
    [InlineData(FunctionStatus.PublishFailed, true, false, true)]
    [InlineData(FunctionStatus.Deleting, false, false, true)]
    public void Operations_by_state(FunctionStatus status, bool update, bool publish, bool delete)
    {
        Assert.Equal((update, publish, delete), (status.CanUpdate(), status.CanPublish(), status.CanDelete()));
    }
}
