# Checks a test machine by its data: the health file that the workload writes has to be on the recovered disk, whole.
# A drill calls it with the test machine, the VM and the recovery point.
param($Machine, $VM, $RecoveryPoint)

# At a Local site a disk is a file. A volume of EC2 is not: there a check asks the guest, for example over SSM. The sample's
# server keeps its volumes as files, and says where.
$disk = $Machine.Disks[0].Path
if (-not (Test-Path -LiteralPath $disk)) { $disk = Join-Path $env:SAMPLE_VOLUMES $disk }

if (Get-Command mcopy -ErrorAction Ignore) {
    $health = mcopy -i $disk ::/health.txt -
    if ($LASTEXITCODE) { throw "The file system on $disk has no health.txt." }
}
else {
    # Without mtools there is no file system on the sample's disk, only this text at its start.
    $stream = [IO.File]::OpenRead($disk)
    try {
        $bytes = [byte[]]::new(64)
        $stream.ReadExactly($bytes, 0, $bytes.Length)
    }
    finally { $stream.Dispose() }
    $health = [Text.Encoding]::ASCII.GetString($bytes).TrimEnd([char] 0)
}

if ($health -ne "healthy $($VM.Name)") { throw "The health file of $($VM.Name) says '$health'." }
