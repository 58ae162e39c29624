// The survey: five stars that fill up to the chosen one.
import "./survey.css";
