using System.Net.Http.Headers;

namespace Replication.Dashboard.Tests.Support;

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage answer, StreamReader reader) => (_answer, _reader) = (answer, reader);

    public static async Task<EventStream> OpenAsync(DashboardLab lab, string address, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        HttpResponseMessage answer = await lab.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(new MediaTypeHeaderValue("text/event-stream", "utf-8"), answer.Content.Headers.ContentType);
        return new EventStream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event of a kind; a comment is of the kind "comment".</summary>
    public async Task<(string Kind, string? Id, string Data)> NextAsync(string? kind = null)
    {
        while (true)
        {
            (string Kind, string? Id, string Data) next = await ReadAsync();
            if (kind is null || next.Kind == kind) return next;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _answer.Dispose();
        await Task.CompletedTask;
    }

    private async Task<(string Kind, string? Id, string Data)> ReadAsync()
    {
        (string kind, string? id, string data) = ("", null, "");
        while (await _reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0)
            {
                if (kind.Length > 0) return (kind, id, data);
                continue;
            }

            string[] parts = line.Split(": ", 2);
            switch (parts[0])
            {
                case "": kind = "comment"; break;
                case "event": kind = parts[1]; break;
                case "id": id = parts[1]; break;
                case "data": data += parts[1]; break;
            }
        }

        throw new EndOfStreamException("The stream has ended.");
    }
}
