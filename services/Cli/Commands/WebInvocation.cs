using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using ScfAspire.Client;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary>A call of a web function: head on standard error, body on standard output as it comes.</summary>
internal sealed class WebInvocation(Session session)
{
    public async Task<int> RunAsync(FunctionName name, HttpRequest http, InvokeOptions options, CancellationToken cancellationToken)
    {
        var request = new InvokeStreamRequest { Name = name.ToString(), Http = http, Qualifier = options.Qualifier, RoutingKey = options.RoutingKey, LogTail = options.LogTail };
        using var call = session.Client.Invocations.InvokeStream(request, cancellationToken: cancellationToken);
        var body = new StringBuilder();
        // A character may be cut by the border of two chunks.
        var decoder = Encoding.UTF8.GetDecoder();
        HttpHead? head = null;
        InvocationSummary? end = null;
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            switch (part.KindCase)
            {
                case InvokeStreamResponse.KindOneofCase.HttpHead:
                    head = part.HttpHead;
                    PrintHead(head);
                    break;
                case InvokeStreamResponse.KindOneofCase.Chunk:
                    var characters = new char[decoder.GetCharCount(part.Chunk.Span, flush: false)];
                    decoder.GetChars(part.Chunk.Span, characters, flush: false);
                    if (session.Terminal.Json) body.Append(characters);
                    else session.Terminal.Raw(new string(characters));
                    break;
                case InvokeStreamResponse.KindOneofCase.End:
                    end = part.End;
                    break;
                default:
                    break;
            }
        }
        return Report(head, body.ToString(), end ?? new());
    }

    private void PrintHead(HttpHead head)
    {
        session.Terminal.Note($"HTTP {head.StatusCode}");
        foreach (var header in head.Headers) session.Terminal.Note($"{header.Name}: {header.Value}");
        session.Terminal.Note("");
    }

    private int Report(HttpHead? head, string body, InvocationSummary end)
    {
        if (session.Terminal.Json)
        {
            var document = InvokeCommand.Document(end);
            document["httpStatus"] = head?.StatusCode;
            document["headers"] = new JsonArray([.. (head?.Headers ?? []).Select(h => new JsonObject { ["name"] = h.Name, ["value"] = h.Value })]);
            document["body"] = body;
            session.Terminal.Document(document);
        }
        else
        {
            session.Terminal.Line("");
            InvokeCommand.Report(session.Terminal, end);
        }
        return end.StatusCode == 200 ? ExitCode.Success : ExitCode.FunctionFailed;
    }
}
