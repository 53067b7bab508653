using Pff.Cli.Compiler.Commands;
using Pff.Hosting;

var host = new CommandLineHost("pffc: checks and compiles PFF manifests");
CheckCommand.AddTo(host);
CompileCommand.AddTo(host);
ExplainCommand.AddTo(host);
ImpactCommand.AddTo(host);
BoundCommand.AddTo(host);
HashCommand.AddTo(host);
GraphCommand.AddTo(host);
ExportCommand.AddTo(host);
TestCommand.AddTo(host);
ImportCommand.AddTo(host);
FmtCommand.AddTo(host);
ConvertCommand.AddTo(host);
FixCommand.AddTo(host);
return await host.InvokeAsync(args);
