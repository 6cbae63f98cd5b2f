using MedSsl.Cli.Commands;

return await CommandLine.RunAsync(args);
