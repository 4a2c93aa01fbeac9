using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Resources;
using ScfAspire.Operator.Status;

namespace ScfAspire.Operator.Tests.Plans;

public sealed class ConditionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_condition_keeps_the_time_of_its_last_change()
    {
        var first = Conditions.Apply(Outcome.Ready(new(), "Active", "it runs"), null, 1, Now);
        var second = Conditions.Apply(Outcome.Ready(new(), "Active", "it still runs"), first, 2, Now.AddMinutes(1));
        var third = Conditions.Apply(Outcome.Refused(new(), "InvalidParameterValue.Runtime", "no"), second, 3, Now.AddMinutes(2));

        Assert.Equal([Now, Now, Now.AddMinutes(2)], new[] { first, second, third }.Select(status => Assert.Single(status.Conditions).LastTransitionTime));
        Assert.Equal([1, 2, 3], new[] { first, second, third }.Select(status => status.ObservedGeneration));
        Assert.Equal(("False", "InvalidParameterValue.Runtime", "no"), (third.Conditions[0].Status, third.Conditions[0].Reason, third.Conditions[0].Message));
    }

    [Theory]
    [InlineData("Active", "Active", false)]
    [InlineData("Active", "Updating", true)]
    public void People_hear_of_new_reasons(string before, string after, bool told) =>
        Assert.Equal(told, Conditions.IsTransition(Conditions.Apply(Outcome.Ready(new(), before, "a"), null, 1, Now), Conditions.Apply(Outcome.Ready(new(), after, "b"), null, 2, Now)));

    [Fact]
    public void What_a_status_tells_beside_conditions_stays() =>
        Assert.Equal("lam-1", Assert.IsType<FunctionObjectStatus>(Conditions.Apply(Outcome.Ready(new FunctionObjectStatus { FunctionId = "lam-1" }, "Active", ""), null, 1, Now)).FunctionId);
}
