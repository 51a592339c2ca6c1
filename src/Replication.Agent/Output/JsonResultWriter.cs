using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Agent.Commands;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Serialization;

namespace Replication.Agent.Output;

/// <summary>Writes one JSON document to standard output; whatever else is said goes to standard error.</summary>
internal sealed class JsonResultWriter : IResultWriter
{
    public bool IsJson => true;

    public void List<T>(string title, IReadOnlyList<T> items, params (string Header, Func<T, string> Value)[] columns) => Write(items);

    public void Entries<T>(string title, IReadOnlyList<T> items, Func<T, string> heading, params (string Name, Func<T, string> Value)[] lines) => Write(items);

    public void Item<T>(T item, params (string Name, string Value)[] lines) => Write(item);

    public void Line(string text)
    {
        // Text for people only.
    }

    public void Warning(string text) => Console.Error.WriteLine($"warning: {text}");

    public void Outcome(VerbOutcome outcome)
    {
        foreach (ReplicationJob job in outcome.Jobs)
        {
            if (job.Error is { } error) Console.Error.WriteLine($"error {error.ErrorId}: {error.Message}");
        }

        foreach (ReplicationException error in outcome.Errors) Console.Error.WriteLine($"error {error.ErrorId}: {error.Message}");
        Write(outcome.Plans.Select(Node).Concat(outcome.Jobs.Concat(outcome.Controlled).Select(Document)).Concat(outcome.Errors.Select(error => Node(Document(error)))));
    }

    public void Error(ReplicationException error)
    {
        Write(Document(error));
        Console.Error.WriteLine($"error {error.ErrorId}: {error.Message}");
    }

    public ProgressDisplay Progress(string title) => ProgressDisplay.Silent();

    private static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, ReplicationJson.Indented)!;

    private static JsonNode Document(ReplicationJob job)
    {
        JsonNode node = Node(job);
        // Parameters and result are JSON of their own in the catalog; here they are part of the document.
        node["parameters"] = JsonNode.Parse(job.Parameters);
        if (job.Result is not null) node["result"] = JsonNode.Parse(job.Result);
        return node;
    }

    private static object Document(ReplicationException error) =>
        new { Error = new { error.ErrorId, error.Target, error.Found, error.Needed, error.NextStep, error.Message, error.IsTransient } };

    private static void Write<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, ReplicationJson.Indented));
}
