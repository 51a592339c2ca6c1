using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Sts;

/// <summary>Who am I, and the keys of a role. There are no policies here: any role of an account in this server may be assumed by its own keys.</summary>
public sealed partial class StsEndpoints(TemporaryKeys keys) : IServerEndpoints
{
    private const int MaximumBody = 64 * 1024;
    private const int DefaultSeconds = 3600;
    private const int MinimumSeconds = 900;
    private const int MaximumSeconds = 43200;

    private static readonly XNamespace Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public string Service => "sts";

    public IErrorFormat Errors { get; } = new StsFormat();

    public long MaxBodyLength => MaximumBody;

    public bool AcceptsUnsignedPayload(string method) => false;

    public async Task HandleAsync(ServerRequest request)
    {
        IReadOnlyDictionary<string, string> parameters = await QueryForm.ReadAsync(request, MaximumBody);
        string action = parameters.GetValueOrDefault("Action", "");
        await request.EnterAsync(action);
        XElement[] result = action switch
        {
            "GetCallerIdentity" => Identity(request),
            "AssumeRole" => Assume(request, parameters),
            _ => throw new ServerException(ServerFailure.UnknownOperation, $"Could not find operation {action} for version 2011-06-15"),
        };
        await XmlResponse.WriteAsync(request.Http, 200, new XElement(
            Namespace + $"{action}Response",
            new XElement(Namespace + $"{action}Result", result),
            Group("ResponseMetadata", Value("RequestId", request.RequestId))));
    }

    private XElement[] Identity(ServerRequest request)
    {
        TemporaryKey? issued = keys.FindIssued(request.Caller.AccessKeyId ?? "");
        return
        [
            Value("Arn", issued?.Arn ?? $"arn:aws:iam::{request.AccountId}:root"),
            Value("UserId", issued?.UserId ?? request.AccountId),
            Value("Account", request.AccountId),
        ];
    }

    private XElement[] Assume(ServerRequest request, IReadOnlyDictionary<string, string> parameters)
    {
        string role = Required(parameters, "RoleArn");
        string session = Required(parameters, "RoleSessionName");
        if (RoleArn().Match(role) is not { Success: true } match) throw Invalid($"{role} is invalid");
        if (!SessionName().IsMatch(session)) throw Invalid($"The session name '{session}' must be 2 to 64 characters of letters, digits and =,.@-_.");
        string accountId = match.Groups["account"].Value;
        if (accountId != request.AccountId)
        {
            throw new ServiceException(new ServiceError(
                403, "AccessDenied", $"A key of account {request.AccountId} is not authorized to perform: sts:AssumeRole on resource: {role}"));
        }

        int seconds = DefaultSeconds;
        if (parameters.TryGetValue("DurationSeconds", out string? text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds is < MinimumSeconds or > MaximumSeconds))
        {
            throw Invalid($"DurationSeconds must be {MinimumSeconds} to {MaximumSeconds}, not {text}.");
        }

        string name = match.Groups["name"].Value;
        string userId = $"AROA{Fingerprints.Of([new("role", role)])[..17].ToUpperInvariant()}:{session}";
        TemporaryKey key = keys.Issue(accountId, $"arn:aws:sts::{accountId}:assumed-role/{name}/{session}", userId, TimeSpan.FromSeconds(seconds));
        return
        [
            Group("AssumedRoleUser", Value("AssumedRoleId", key.UserId), Value("Arn", key.Arn)),
            Group(
                "Credentials", Value("AccessKeyId", key.Key.Id), Value("SecretAccessKey", key.Secret), Value("SessionToken", key.Token),
                Value("Expiration", Ec2Xml.Time(key.Expiration))),
        ];
    }

    private static string Required(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out string? value) && value.Length > 0 ? value : throw Invalid($"Value at '{name}' failed to satisfy constraint: Member must not be null");

    private static ServiceException Invalid(string message) => new(new ServiceError(400, "ValidationError", message));

    private static XElement Value(string name, string value) => new(Namespace + name, value);

    private static XElement Group(string name, params XElement[] content) => new(Namespace + name, content);

    [GeneratedRegex("^arn:aws[a-z-]*:iam::(?<account>[0-9]{12}):role/(?:[!-~]+/)?(?<name>[A-Za-z0-9+=,.@_-]{1,64})$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[A-Za-z0-9_=,.@-]{2,64}$")]
    private static partial Regex SessionName();
}
