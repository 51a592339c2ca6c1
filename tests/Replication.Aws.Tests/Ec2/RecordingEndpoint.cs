using System.Net;
using System.Text;
using System.Web;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Replication.Aws.Tests.Support;

namespace Replication.Aws.Tests.Ec2;

/// <summary>Stands where the network would be: keeps every form that the client sends and answers with what the test prepared.</summary>
internal sealed class RecordingEndpoint : HttpMessageHandler
{
    private readonly Queue<(HttpStatusCode Status, string Body)> _answers = new();

    public List<IReadOnlyDictionary<string, string>> Forms { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public RecordingEndpoint Answer(string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers.Enqueue((status, body));
        return this;
    }

    public RecordingEndpoint Refuse(string code, HttpStatusCode status = HttpStatusCode.BadRequest) => Answer(
        $"<Response><Errors><Error><Code>{code}</Code><Message>No.</Message></Error></Errors><RequestID>req-1</RequestID></Response>", status);

    public AmazonEC2Client Client(Action<AmazonEC2Config>? configure = null)
    {
        var config = new AmazonEC2Config { RegionEndpoint = RegionEndpoint.EUCentral1, HttpClientFactory = new HandlerFactory(this) };
        configure?.Invoke(config);
        return new AmazonEC2Client(new SessionAWSCredentials("AKIDEXAMPLE", "secret", "token"), config);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var pairs = HttpUtility.ParseQueryString(form);
        Forms.Add(pairs.AllKeys.ToDictionary(key => key!, key => pairs[key]!));
        Requests.Add(request);
        (HttpStatusCode status, string body) = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "text/xml"), RequestMessage = request };
    }
}
