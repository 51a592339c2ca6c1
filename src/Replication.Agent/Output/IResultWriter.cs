using Replication.Agent.Commands;
using Replication.Core.Errors;

namespace Replication.Agent.Output;

/// <summary>Says results: as tables and lines for people, or as one JSON document for programs.</summary>
internal interface IResultWriter
{
    bool IsJson { get; }

    /// <summary>A list of like things. The columns are for people, the items for programs.</summary>
    void List<T>(string title, IReadOnlyList<T> items, params (string Header, Func<T, string> Value)[] columns);

    /// <summary>A list of like things that have too much to say for a line each: a heading, and lines below it.</summary>
    void Entries<T>(string title, IReadOnlyList<T> items, Func<T, string> heading, params (string Name, Func<T, string> Value)[] lines);

    /// <summary>One thing.</summary>
    void Item<T>(T item, params (string Name, string Value)[] lines);

    void Line(string text);

    void Warning(string text);

    /// <summary>Plans or jobs, and refusals, of one command together.</summary>
    void Outcome(VerbOutcome outcome);

    void Error(ReplicationException error);

    ProgressDisplay Progress(string title);
}
