using System.CommandLine;
using System.CommandLine.Parsing;

namespace Replication.Agent.Commands;

/// <summary>Where an account is and how to reach it: the settings of an Aws site, none of them a secret.</summary>
internal sealed class AwsOptions
{
    private readonly (string Setting, Option<string?> Option)[] _options =
    [
        ("region", Text("--region", "Region, such as eu-west-1.")),
        ("zone", Text("--zone", "Availability zone for what does not follow from a subnet.")),
        ("subnet", Text("--subnet", "Subnet that machines are launched in where none is set for them.")),
        ("securityGroups", Text("--security-groups", "Security groups of those machines, comma-separated.")),
        ("instanceType", Text("--instance-type", "Instance type where none is set (default: the smallest that fits).")),
        ("volumeType", Text("--volume-type", "Volume type where none is set (default: gp3).")),
        ("encrypt", Text("--encrypt", "on: encrypt snapshots that are not children of unencrypted ones.")),
        ("licences", Text("--licences", "provided: guests bring their own licences, so none needs a base image.")),
        ("account", Text("--account", "Account that the credentials must belong to.")),
        ("profile", Text("--profile", "Named profile of the AWS configuration (default: the normal chain of credentials).")),
        ("role", Text("--role", "ARN of a role to assume.")),
        ("externalId", Text("--external-id", "External id for that role.")),
        ("serviceUrl", Text("--service-url", "Endpoint of all services, for one that is not Amazon's.")),
        ("caFile", Text("--ca-file", "PEM file of the certification authority to trust instead of the system's.")),
        ("proxy", Text("--proxy", "Proxy for the service endpoints.")),
        ("bucket", Text("--bucket", "Bucket for manifests (default: replication-<account>-<region>, made when missing).")),
        ("prefix", Text("--prefix", "Prefix of the manifests' keys in the bucket.")),
        ("method", Text("--method", "Ebs (default), HotAdd or Import: how data arrives where a group says nothing else.")),
        ("accessNode", Text("--access-node", "Instance that HotAdd attaches volumes to (default: the one that this runs on).")),
        ("driverFolder", Text("--driver-folder", "Folder with the drivers that HotAdd puts into Windows guests.")),
        ("driverSource", Text("--driver-source", "https URL below which AWSPVDriverSetup.zip and EC2Install.zip lie (default: Amazon's own), or none.")),
        ("deviceFolder", Text("--device-folder", "Folder with the devices of instances, for a service that is not Amazon's.")),
        ("importBucket", Text("--import-bucket", "Bucket that Import uploads images to (default: replication-import-<account>-<region>, made when missing).")),
        ("importPrefix", Text("--import-prefix", "Beginning of the keys of those images (default: imports).")),
        ("importRole", Text("--import-role", "Role that VM Import reads them with (default: vmimport).")),
        ("kmsKeyId", Text("--kms-key", "Key for encrypted snapshots.")),
    ];

    public Symbol[] All => [.. _options.Select(option => option.Option)];

    public bool IsGiven(CommandResult result) => _options.Any(option => result.GetValue(option.Option) is not null);

    public Dictionary<string, string> Read(CommandContext context) => _options
        .Where(option => context.Get(option.Option) is not null)
        .ToDictionary(option => option.Setting, option => context.Get(option.Option)!);

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
