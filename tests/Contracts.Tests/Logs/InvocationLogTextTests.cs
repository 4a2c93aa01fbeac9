using Google.Protobuf;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Logs;

namespace ScfAspire.Contracts.Tests.Logs;

public sealed class InvocationLogTextTests
{
    private const string Id = "0193536b-1c00-7000-8000-00000000002a";

    [Fact]
    public void A_run_that_printed_nothing_has_the_platforms_lines() => Assert.Equal(
        $$"""
        START RequestId:{{Id}}
        Response RequestId:{{Id}} RetMsg:{"sum":3}
        END RequestId:{{Id}}
        Report RequestId:{{Id}} Duration:2ms Memory:128MB MemUsage:29.734375MB

        """,
        InvocationLogText.Of(Record()));

    [Fact]
    public void What_was_printed_comes_before_the_response() => Assert.Equal(
        $$"""
        START RequestId:{{Id}}
        one
        two
        Response RequestId:{{Id}} RetMsg:{"sum":3}
        END RequestId:{{Id}}
        Report RequestId:{{Id}} Duration:2ms Memory:128MB MemUsage:29.734375MB

        """,
        InvocationLogText.Of(Record(record => record.Log = "one\ntwo\n")));

    [Fact]
    public void The_first_run_tells_of_the_start_of_its_instance() => Assert.Equal(
        $$"""
        START RequestId:{{Id}}
        loading
        Init Report RequestId: {{Id}} Coldstart: 236ms (PullCode: 70ms InitRuntime: 8ms InitFunction: 158ms) Memory: 128MB MemUsage: 57.86MB
        hello
        Response RequestId:{{Id}} RetMsg:{"sum":3}
        END RequestId:{{Id}}
        Report RequestId:{{Id}} Duration:2ms Memory:128MB MemUsage:29.734375MB

        """,
        InvocationLogText.Of(Record(record =>
        {
            record.ColdStartUs = 235_500;
            record.InitLog = new InitLog { Printed = "loading\n", PullCodeUs = 70_499, InitRuntimeUs = 7_500, InitFunctionUs = 158_000, MemoryUsedBytes = 60_670_607 };
            record.Log = "hello\n";
        })));

    [Theory]
    [InlineData(null, "Error: no such table\n    at main")]
    [InlineData("Error: no such table", "Error: no such table")]
    [InlineData("", "")]
    public void A_failure_has_its_reason_in_one_line(string? reason, string said) => Assert.Equal(
        $$"""
        START RequestId:{{Id}}
        ERROR RequestId:{{Id}} Result:{{said.Replace('\n', ' ')}}
        Response RequestId:{{Id}} RetMsg:{"errorCode":-1}
        END RequestId:{{Id}}
        Report RequestId:{{Id}} Duration:2ms Memory:128MB MemUsage:29.734375MB

        """,
        InvocationLogText.Of(Record(record =>
        {
            record.StatusCode = 430;
            record.RetMsg = """{"errorCode":-1}""";
            record.ErrorMessage = "Error: no such table\n    at main";
            if (reason is not null) record.ErrorReason = reason;
        })));

    [Fact]
    public void An_answer_that_went_to_the_caller_as_it_came_has_no_line() => Assert.DoesNotContain(
        "Response", InvocationLogText.Of(Record(record => record.LogForm = LogForm.PrintedWithoutResponse)), StringComparison.Ordinal);

    [Fact]
    public void A_whole_text_stays_as_it_is()
    {
        var record = Record(record => (record.LogForm, record.Log) = (LogForm.Unspecified, "what Dispatch knew\n"));
        Assert.Equal("what Dispatch knew\n", InvocationLogText.Of(record));
    }

    [Fact]
    public void A_record_written_out_carries_the_whole_text_and_nothing_else_changes()
    {
        var record = Record(record => { record.StatusCode = 430; record.ErrorReason = "why"; record.InitLog = new InitLog { Printed = "loading\n" }; });
        var text = InvocationLogText.Of(record);

        InvocationLogText.WriteOut(record);

        Assert.Equal(Record(expected => { expected.StatusCode = 430; expected.LogForm = LogForm.Unspecified; expected.Log = text; }), record);
        Assert.Equal(text, InvocationLogText.Of(record));
    }

    private static InvocationRecord Record(Action<InvocationRecord>? change = null)
    {
        var record = new InvocationRecord
        {
            RequestId = ByteString.CopyFrom(new Guid(Id).ToByteArray(bigEndian: true)),
            BilledMs = 2,
            MemoryMb = 128,
            MemoryUsedBytes = 31_178_752,
            StatusCode = 200,
            RetMsg = """{"sum":3}""",
            LogForm = LogForm.Printed,
        };
        change?.Invoke(record);
        return record;
    }
}
