using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Imports;

/// <summary>What both kinds of imports are asked with, and how a repeated request finds its task again.</summary>
internal static class ImportRequest
{
    /// <summary>The role that VM Import takes on where none is named.</summary>
    private const string DefaultRole = "vmimport";

    /// <summary>A task with everything that the request says of it but its disks.</summary>
    public static ImportTaskRecord Read(Ec2Call call, ResourceKind kind)
    {
        QueryParameters parameters = call.Parameters;
        string role = parameters.Text("RoleName") ?? DefaultRole;
        if (!call.Region.Options.ImportRoles.Contains(role))
            throw new Ec2Refusal("InvalidParameter", $"The service role {role} provided does not exist or does not have sufficient permissions");
        bool? encrypted = parameters.Flag("Encrypted");
        string? key = parameters.Text("KmsKeyId");
        if (key is not null && encrypted != true)
            throw new Ec2Refusal("InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.");
        bool isEncrypted = encrypted == true || call.Region.Settings.Of(call.AccountId).EncryptionByDefault;

        // What the client says about its own upload changes nothing.
        parameters.Disregard("ClientData");
        return new ImportTaskRecord
        {
            Id = ResourceId.New(kind.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = TagSpecifications.Read(parameters, kind).For(kind),
            Description = parameters.Text("Description") ?? "",
            Encrypted = isEncrypted,
            KmsKeyId = key ?? (isEncrypted ? DefaultKey.Of(call) : null),
            Token = parameters.Text("ClientToken") is { } text ? new ClientToken(text, call.Fingerprint()) : null,
            StatusMessage = "pending",
            CompletesAt = call.Now + call.Region.Options.ImportDuration,
        };
    }

    /// <summary>The task that this token began, or the new one, which then runs.</summary>
    public static async Task<ImportTaskRecord> BeginAsync(
        Ec2Call call, ResourceTable<ImportTaskRecord> tasks, ImportTaskRecord task, CancellationToken cancellationToken)
    {
        if (Repeated(call, tasks, task.Token) is { } before) return before;
        task = task with { Disks = [.. task.Disks.Select(disk => ImportSource.Require(call, disk))] };
        string[] paths = [.. task.Disks.Select(disk => ImportSource.PathOf(call, disk))];
        using (await call.Region.Gate.EnterAsync(cancellationToken))
        {
            if (Repeated(call, tasks, task.Token) is { } meanwhile) return meanwhile;
            tasks.Put(task);
        }

        call.Region.Imports.Start(new ImportWork(call.Region, tasks, task, paths));
        return task;
    }

    private static ImportTaskRecord? Repeated(Ec2Call call, ResourceTable<ImportTaskRecord> tasks, ClientToken? token)
    {
        if (token is null) return null;
        ImportTaskRecord? task = tasks.All.FirstOrDefault(item => item.AccountId == call.AccountId && item.Token?.Token == token.Token);
        return task is null || task.Token == token ? task : throw Ec2Refusals.TokenReused();
    }
}
