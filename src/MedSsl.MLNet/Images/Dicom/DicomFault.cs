namespace MedSsl.MLNet;

/// <summary>
/// A DICOM file cannot be read: the message is a clause that follows its path and says what is wrong. It holds no text of the file that could name a person:
/// only numbers, names of the standard, and codes.
/// </summary>
internal sealed class DicomFault(string message) : Exception(message);
